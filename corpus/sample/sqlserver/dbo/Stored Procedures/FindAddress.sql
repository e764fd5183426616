CREATE PROCEDURE [dbo].[FindAddress]
    @City NVARCHAR (80) = NULL, @PostalCode NVARCHAR (15) = NULL, @CountryCode CHAR (2) = NULL, @Sort SYSNAME = N'City'
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Sql NVARCHAR(MAX) = N'SELECT AddressId, OneLine, CountryCode FROM dbo.Address WHERE 1 = 1';
    IF @City IS NOT NULL SET @Sql += N' AND City LIKE @City + N''%''';
    IF @PostalCode IS NOT NULL SET @Sql += N' AND PostalCode = @PostalCode';
    IF @CountryCode IS NOT NULL SET @Sql += N' AND CountryCode = @CountryCode';
    SET @Sql += N' ORDER BY ' + QUOTENAME(@Sort);
    EXEC sp_executesql @Sql, N'@City NVARCHAR(80), @PostalCode NVARCHAR(15), @CountryCode CHAR(2)', @City, @PostalCode, @CountryCode;
END;
