CREATE PROCEDURE [Sales].[OrdersOf] @Customers [Sales].[IdList] READONLY
AS
    SELECT o.CustomerId, o.OrderId, o.TotalDue
    FROM Sales.[Order] AS o
        INNER JOIN @Customers AS c ON c.Id = o.CustomerId
    ORDER BY o.CustomerId, o.OrderId;
