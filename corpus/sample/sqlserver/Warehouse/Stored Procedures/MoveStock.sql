CREATE PROCEDURE [Warehouse].[MoveStock]
    @ProductId INT, @FromBin CHAR(8), @ToBin CHAR(8), @Quantity INT, @UserId INT = NULL
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Today DATE = GETDATE();
    IF @Quantity <= 0 OR @FromBin = @ToBin
        THROW 50020, 'Nothing to move.', 1;
    BEGIN TRY
        BEGIN TRAN;
        SAVE TRAN beforeMove;
        INSERT INTO Warehouse.StockMovement (MovedOn, ProductId, BinCode, Quantity, Reason, UserId)
        VALUES (@Today, @ProductId, @FromBin, -@Quantity, 'MOVE', @UserId),
               (@Today, @ProductId, @ToBin, @Quantity, 'MOVE', @UserId);
        COMMIT TRAN;
    END TRY
    BEGIN CATCH
        DECLARE @Message NVARCHAR(2048) = ERROR_MESSAGE();
        IF @@TRANCOUNT > 0 ROLLBACK TRAN;
        RAISERROR (N'MoveStock: %s', 16, 1, @Message);
    END CATCH;
END;
