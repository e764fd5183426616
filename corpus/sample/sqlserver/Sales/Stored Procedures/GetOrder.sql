-- Two result sets: the order, and its lines.
CREATE PROCEDURE [Sales].[GetOrder] @OrderId INT
AS
BEGIN
    SET NOCOUNT ON;
    SELECT o.OrderId, o.OrderedAt, o.TotalDue, c.Name AS CustomerName, Sales.fnStatusName(o.StatusCode) AS StatusName
    FROM Sales.[Order] AS o INNER JOIN Sales.Customer AS c ON c.CustomerId = o.CustomerId
    WHERE o.OrderId = @OrderId;
    SELECT l.LineNumber, p.Sku, p.Name, l.Quantity, l.UnitPrice, l.LineTotal
    FROM Sales.OrderLine AS l INNER JOIN Warehouse.Product AS p ON p.ProductId = l.ProductId
    WHERE l.OrderId = @OrderId
    ORDER BY l.LineNumber;
END;
