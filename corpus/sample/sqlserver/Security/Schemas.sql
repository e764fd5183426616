CREATE SCHEMA [Sales] AUTHORIZATION [dbo];
GO
CREATE SCHEMA [Warehouse] AUTHORIZATION [dbo];
GO
CREATE SCHEMA [Audit] AUTHORIZATION [dbo];
GO
EXECUTE sp_addextendedproperty @name = N'MS_Description', @value = N'Orders, invoices and who they are for',
    @level0type = N'SCHEMA', @level0name = N'Sales';
