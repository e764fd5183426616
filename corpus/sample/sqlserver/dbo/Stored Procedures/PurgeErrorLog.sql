CREATE PROCEDURE [dbo].[PurgeErrorLog] @KeepDays INT = 90, @BatchSize INT = 1000
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Deleted INT = 1;
    WHILE @Deleted > 0
    BEGIN
        DELETE TOP (@BatchSize) FROM dbo.ErrorLog WHERE At < DATEADD(DAY, -@KeepDays, GETDATE());
        SET @Deleted = @@ROWCOUNT;
    END;
END;
