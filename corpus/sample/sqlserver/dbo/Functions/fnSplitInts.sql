CREATE FUNCTION [dbo].[fnSplitInts] (@List NVARCHAR(MAX), @Separator NCHAR(1) = N',')
RETURNS @Result TABLE (Position INT IDENTITY (1, 1) NOT NULL, Value INT NOT NULL)
AS
BEGIN
    DECLARE @Start INT = 1, @End INT;
    SET @End = CHARINDEX(@Separator, @List);
    WHILE @End > 0
    BEGIN
        INSERT INTO @Result (Value) VALUES (CAST(SUBSTRING(@List, @Start, @End - @Start) AS INT));
        SET @Start = @End + 1;
        SET @End = CHARINDEX(@Separator, @List, @Start);
    END;
    IF LEN(@List) >= @Start
        INSERT INTO @Result (Value) VALUES (CAST(SUBSTRING(@List, @Start, LEN(@List)) AS INT));
    RETURN;
END;
