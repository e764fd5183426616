CREATE VIEW [dbo].[vUser]
AS
SELECT UserId, Login, DisplayName, Email, ISNULL(CONVERT(VARCHAR(10), LastSeen, 120), 'never') AS LastSeenOn
FROM dbo.AppUser
WHERE IsActive = 1;
