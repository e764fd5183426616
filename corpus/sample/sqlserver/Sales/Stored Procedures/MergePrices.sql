CREATE PROCEDURE [Sales].[MergePrices] @PriceListId SMALLINT, @Json NVARCHAR(MAX)
AS
BEGIN
    SET NOCOUNT ON;
    MERGE Sales.PriceListItem AS t
    USING (SELECT ProductId, MinQuantity, UnitPrice
           FROM OPENJSON(@Json) WITH (ProductId INT '$.product', MinQuantity INT '$.from', UnitPrice DECIMAL(18,4) '$.price')) AS s
        ON t.PriceListId = @PriceListId AND t.ProductId = s.ProductId AND t.MinQuantity = s.MinQuantity
    WHEN MATCHED AND t.UnitPrice <> s.UnitPrice THEN UPDATE SET UnitPrice = s.UnitPrice
    WHEN NOT MATCHED BY TARGET THEN INSERT (PriceListId, ProductId, MinQuantity, UnitPrice)
        VALUES (@PriceListId, s.ProductId, s.MinQuantity, s.UnitPrice);
    RETURN @@ROWCOUNT;
END;
