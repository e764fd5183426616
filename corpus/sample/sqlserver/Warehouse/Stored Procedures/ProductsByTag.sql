CREATE PROCEDURE [Warehouse].[ProductsByTag] @Tag NVARCHAR(40)
AS
    SELECT p.ProductId, p.Sku, LTRIM(RTRIM(t.value)) AS Tag
    FROM Warehouse.Product AS p
        CROSS APPLY STRING_SPLIT(p.Tags, ',') AS t
    WHERE LTRIM(RTRIM(t.value)) = @Tag;
