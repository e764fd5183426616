/*
 Runs after every deployment: reference data.
*/
PRINT 'Reference data';
GO
:r .\Countries.sql
:r .\Catalogue.sql
