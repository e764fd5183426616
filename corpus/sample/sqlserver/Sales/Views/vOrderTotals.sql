CREATE VIEW [Sales].[vOrderTotals]
WITH SCHEMABINDING
AS
SELECT l.OrderId, SUM(l.LineTotal) AS Total, COUNT_BIG(*) AS Lines
FROM Sales.OrderLine AS l
GROUP BY l.OrderId;
GO
CREATE UNIQUE CLUSTERED INDEX [CX_vOrderTotals] ON [Sales].[vOrderTotals] ([OrderId]);
