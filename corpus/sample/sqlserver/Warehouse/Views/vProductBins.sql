-- One row a product, its bins in one text.
CREATE VIEW [Warehouse].[vProductBins]
AS
SELECT p.ProductId, p.Sku,
       STUFF((SELECT ', ' + RTRIM(s.BinCode)
              FROM Warehouse.StockLevel AS s
              WHERE s.ProductId = p.ProductId AND s.Quantity > 0
              ORDER BY s.BinCode
              FOR XML PATH(''), TYPE).value('.', 'NVARCHAR(MAX)'), 1, 2, '') AS Bins
FROM Warehouse.Product AS p;
