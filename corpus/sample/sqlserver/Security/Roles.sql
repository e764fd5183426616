CREATE ROLE [OrderClerk];
GO
CREATE ROLE [StockClerk];
GO
CREATE ROLE [Reporting] AUTHORIZATION [dbo];
GO
CREATE USER [harbour_web] WITHOUT LOGIN WITH DEFAULT_SCHEMA = [Sales];
GO
CREATE USER [harbour_reports] WITHOUT LOGIN;
GO
ALTER ROLE [OrderClerk] ADD MEMBER [harbour_web];
GO
EXEC sp_addrolemember N'Reporting', N'harbour_reports';
GO
ALTER ROLE [db_datareader] ADD MEMBER [harbour_reports];
