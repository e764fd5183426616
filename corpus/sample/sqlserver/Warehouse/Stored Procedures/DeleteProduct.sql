CREATE PROCEDURE [Warehouse].[DeleteProduct] @ProductId INT
AS
BEGIN
    SET NOCOUNT ON;
    DELETE s
    FROM Warehouse.StockLevel AS s
        INNER JOIN Warehouse.Product AS p ON p.ProductId = s.ProductId
    WHERE p.ProductId = @ProductId AND p.Discontinued = 1;
    DELETE FROM Warehouse.Product WHERE ProductId = @ProductId AND Discontinued = 1;
    IF @@ERROR <> 0 OR @@ROWCOUNT = 0
        RETURN -1;
    RETURN 0;
END;
