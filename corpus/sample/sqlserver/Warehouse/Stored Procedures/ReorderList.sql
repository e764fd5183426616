CREATE PROCEDURE [Warehouse].[ReorderList]
AS
BEGIN
    SET NOCOUNT ON;
    CREATE TABLE #Need (ProductId INT NOT NULL PRIMARY KEY, Missing INT NOT NULL);
    INSERT INTO #Need (ProductId, Missing)
    SELECT ProductId, 2 * (SELECT ReorderLevel FROM Warehouse.Product AS p WHERE p.ProductId = v.ProductId) - ISNULL(OnHand, 0)
    FROM Warehouse.vStock AS v
    WHERE NeedsReorder = 1;
    SELECT TOP (20) WITH TIES n.ProductId, n.Missing, p.Name
    FROM #Need AS n INNER JOIN Warehouse.Product AS p ON p.ProductId = n.ProductId
    ORDER BY n.Missing DESC;
END;
