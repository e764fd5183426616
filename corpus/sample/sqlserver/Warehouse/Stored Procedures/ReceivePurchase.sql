CREATE PROCEDURE [Warehouse].[ReceivePurchase] @PurchaseOrderId INT, @BinCode CHAR(8)
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;
    BEGIN TRAN;
    UPDATE Warehouse.PurchaseOrder SET ReceivedAt = SYSDATETIME()
    WHERE PurchaseOrderId = @PurchaseOrderId AND ReceivedAt IS NULL;
    IF @@ROWCOUNT = 0
    BEGIN
        ROLLBACK TRAN;
        RETURN 1;
    END;
    INSERT INTO Warehouse.StockMovement (MovedOn, ProductId, BinCode, Quantity, Reason)
    SELECT CONVERT(DATE, GETDATE()), l.ProductId, @BinCode, l.Quantity, 'RECEIVE'
    FROM Warehouse.PurchaseOrderLine AS l
    WHERE l.PurchaseOrderId = @PurchaseOrderId;
    COMMIT TRAN;
    RETURN 0;
END;
