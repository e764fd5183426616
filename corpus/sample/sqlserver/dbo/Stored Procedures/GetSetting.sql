CREATE PROCEDURE [dbo].[GetSetting] @Name VARCHAR(80), @Default NVARCHAR(MAX) = NULL, @Value NVARCHAR(MAX) OUTPUT
AS
    SET NOCOUNT ON
    SELECT @Value = Value FROM dbo.Setting WITH (NOLOCK) WHERE Name = @Name
    SET @Value = COALESCE(@Value, @Default)
