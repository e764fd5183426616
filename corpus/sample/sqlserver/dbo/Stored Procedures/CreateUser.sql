CREATE PROCEDURE [dbo].[CreateUser]
    @Login NVARCHAR (60), @DisplayName NVARCHAR (120), @Email NVARCHAR (254), @UserId INT OUTPUT
AS
BEGIN
    SET NOCOUNT, XACT_ABORT ON;
    IF EXISTS (SELECT 1 FROM dbo.AppUser WHERE Login = @Login)
        THROW 50010, N'The login is taken.', 1;
    INSERT INTO dbo.AppUser (Login, DisplayName, Email) VALUES (@Login, @DisplayName, @Email);
    SELECT @UserId = CAST(SCOPE_IDENTITY() AS INT);
END;
