CREATE TRIGGER [Sales].[trOrderLine_Totals]
ON [Sales].[OrderLine]
AFTER INSERT, UPDATE, DELETE
AS
BEGIN
    SET NOCOUNT ON;
    UPDATE o
    SET SubTotal = ISNULL(t.Total, 0)
    FROM Sales.[Order] AS o
        INNER JOIN (SELECT OrderId FROM inserted UNION SELECT OrderId FROM deleted) AS x ON x.OrderId = o.OrderId
        LEFT JOIN (SELECT OrderId, SUM(LineTotal) AS Total FROM Sales.OrderLine GROUP BY OrderId) AS t ON t.OrderId = o.OrderId;
END;
