-- The price of a product for a quantity: from the newest list that is valid, or the list price.
CREATE FUNCTION [Sales].[fnUnitPrice] (@ProductId INT, @Quantity INT, @On DATE)
RETURNS DECIMAL (18, 4)
AS
BEGIN
    DECLARE @Price DECIMAL (18, 4);
    SELECT TOP (1) @Price = i.UnitPrice
    FROM Sales.PriceListItem AS i
        INNER JOIN Sales.PriceList AS l ON l.PriceListId = i.PriceListId
    WHERE i.ProductId = @ProductId
        AND i.MinQuantity <= @Quantity
        AND @On BETWEEN l.StartsOn AND ISNULL(l.EndsOn, '99991231')
    ORDER BY l.StartsOn DESC, i.MinQuantity DESC;
    IF @Price IS NULL
        SELECT @Price = ListPrice FROM Warehouse.Product WHERE ProductId = @ProductId;
    RETURN @Price;
END;
