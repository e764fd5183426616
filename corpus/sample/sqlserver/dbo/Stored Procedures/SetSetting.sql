CREATE PROCEDURE [dbo].[SetSetting]
    @Name  VARCHAR (80),
    @Value NVARCHAR (MAX)
AS
BEGIN
    SET NOCOUNT ON;
    UPDATE dbo.Setting SET Value = @Value, ChangedAt = GETDATE() WHERE Name = @Name;
    IF @@ROWCOUNT = 0
        INSERT INTO dbo.Setting (Name, Value) VALUES (@Name, @Value);
END;
