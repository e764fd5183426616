CREATE VIEW [Sales].[vCustomerBalance]
AS
SELECT c.CustomerId, c.AccountNumber, c.Name,
       SUM(CASE WHEN i.DueOn < CAST(GETDATE() AS DATE) THEN i.OpenAmount ELSE 0 END) AS Overdue,
       ISNULL(SUM(i.OpenAmount), 0) AS Balance,
       COUNT(DISTINCT o.OrderId) AS Orders
FROM Sales.Customer AS c
    LEFT JOIN Sales.[Order] AS o ON o.CustomerId = c.CustomerId
    LEFT JOIN Sales.Invoice AS i ON i.OrderId = o.OrderId
GROUP BY c.CustomerId, c.AccountNumber, c.Name;
