CREATE TRIGGER [Warehouse].[trStockMovement_Apply]
ON [Warehouse].[StockMovement]
AFTER INSERT
AS
BEGIN
    SET NOCOUNT ON;
    IF EXISTS (SELECT 1 FROM inserted WHERE Quantity = 0)
    BEGIN
        RAISERROR ('A movement must have a quantity.', 16, 1);
        ROLLBACK TRANSACTION;
        RETURN;
    END;
    MERGE Warehouse.StockLevel AS target
    USING (SELECT ProductId, BinCode, SUM(Quantity) AS Quantity FROM inserted GROUP BY ProductId, BinCode) AS source
        ON target.ProductId = source.ProductId AND target.BinCode = source.BinCode
    WHEN MATCHED THEN
        UPDATE SET Quantity = target.Quantity + source.Quantity
    WHEN NOT MATCHED THEN
        INSERT (ProductId, BinCode, Quantity) VALUES (source.ProductId, source.BinCode, source.Quantity);
END;
