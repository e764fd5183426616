/* Places an order with all its lines. The prices that the caller leaves out come from the price lists. */
CREATE PROCEDURE [Sales].[PlaceOrder]
    @CustomerId  INT,
    @Lines       [Sales].[OrderLineList] READONLY,
    @CustomerRef NVARCHAR (40) = NULL,
    @UserId      INT = NULL,
    @OrderId     INT OUTPUT
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;
    IF NOT EXISTS (SELECT * FROM @Lines)
    BEGIN
        RAISERROR (N'Order for customer %d has no lines.', 16, 1, @CustomerId);
        RETURN -1;
    END;
    BEGIN TRY
        BEGIN TRANSACTION;
        SET @OrderId = NEXT VALUE FOR Sales.OrderNumber;
        INSERT INTO Sales.[Order] (OrderId, CustomerId, ShipToId, CustomerRef, CreatedBy)
        SELECT @OrderId, c.CustomerId, c.BillToId, @CustomerRef, @UserId
        FROM Sales.Customer AS c
        WHERE c.CustomerId = @CustomerId AND c.IsOnHold = 0;
        IF @@ROWCOUNT <> 1
            THROW 50001, N'The customer does not exist or is on hold.', 1;
        INSERT INTO Sales.OrderLine (OrderId, LineNumber, ProductId, Quantity, UnitPrice)
        SELECT @OrderId, l.LineNumber, l.ProductId, l.Quantity,
               ISNULL(l.UnitPrice, Sales.fnUnitPrice(l.ProductId, l.Quantity, CAST(GETDATE() AS DATE)))
        FROM @Lines AS l;
        COMMIT TRANSACTION;
    END TRY
    BEGIN CATCH
        IF XACT_STATE() <> 0 ROLLBACK TRANSACTION;
        EXEC dbo.LogError;
        THROW;
    END CATCH;
    RETURN 0;
END;
