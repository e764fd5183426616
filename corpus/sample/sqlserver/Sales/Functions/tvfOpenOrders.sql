CREATE FUNCTION [Sales].[tvfOpenOrders] (@CustomerId INT)
RETURNS TABLE
AS
RETURN (
    SELECT o.OrderId, o.OrderedAt, o.TotalDue, Sales.fnStatusName(o.StatusCode) AS StatusName
    FROM Sales.[Order] AS o
    WHERE o.CustomerId = @CustomerId AND o.StatusCode < 5
);
