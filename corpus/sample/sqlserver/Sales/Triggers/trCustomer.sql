CREATE TRIGGER [Sales].[trCustomer_Audit]
ON [Sales].[Customer]
AFTER UPDATE
AS
BEGIN
    SET NOCOUNT ON;
    IF NOT UPDATE(CreditLimit) AND NOT UPDATE(IsOnHold)
        RETURN;
    INSERT INTO Audit.ChangeLog (TableName, KeyValue, Operation)
    SELECT N'Sales.Customer', CAST(i.CustomerId AS NVARCHAR(60)), 'U'
    FROM inserted AS i
        INNER JOIN deleted AS d ON d.CustomerId = i.CustomerId
    WHERE i.CreditLimit <> d.CreditLimit OR i.IsOnHold <> d.IsOnHold;
END;
GO
CREATE TRIGGER [Sales].[trActiveCustomer_Delete]
ON [Sales].[vActiveCustomer]
INSTEAD OF DELETE
AS
BEGIN
    SET NOCOUNT ON;
    UPDATE c SET IsOnHold = 1
    FROM Sales.Customer AS c
        INNER JOIN deleted AS d ON d.CustomerId = c.CustomerId;
END;
