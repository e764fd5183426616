CREATE VIEW [Sales].[vActiveCustomer]
AS
SELECT CustomerId, Name, CategoryCode, CreditLimit, IsOnHold, BillToId
FROM Sales.Customer
WHERE IsOnHold = 0
WITH CHECK OPTION;
