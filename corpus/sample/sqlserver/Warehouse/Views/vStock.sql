CREATE VIEW [Warehouse].[vStock]
AS
SELECT p.ProductId, p.Sku, p.Name, c.Name AS CategoryName, s.OnHand, s.Bins,
       IIF(ISNULL(s.OnHand, 0) <= p.ReorderLevel, 1, 0) AS NeedsReorder,
       last.MovedOn AS LastMovedOn
FROM Warehouse.Product AS p
    LEFT JOIN Warehouse.ProductCategory AS c ON c.CategoryId = p.CategoryId
    CROSS APPLY Warehouse.tvfStock(p.ProductId) AS s
    OUTER APPLY (SELECT TOP (1) m.MovedOn FROM Warehouse.StockMovement AS m
                 WHERE m.ProductId = p.ProductId ORDER BY m.MovedOn DESC) AS last;
GO
CREATE VIEW [Warehouse].[vCategoryPath]
AS
WITH Tree AS (
    SELECT CategoryId, ParentId, CAST(Name AS NVARCHAR(400)) AS Path, 1 AS Depth
    FROM Warehouse.ProductCategory
    WHERE ParentId IS NULL
    UNION ALL
    SELECT c.CategoryId, c.ParentId, CAST(t.Path + N' > ' + c.Name AS NVARCHAR(400)), t.Depth + 1
    FROM Warehouse.ProductCategory AS c
        INNER JOIN Tree AS t ON t.CategoryId = c.ParentId
)
SELECT CategoryId, Path, Depth FROM Tree;
