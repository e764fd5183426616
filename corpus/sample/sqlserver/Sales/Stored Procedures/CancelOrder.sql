CREATE PROCEDURE [Sales].[CancelOrder] @OrderId INT, @Reason NVARCHAR(200)
AS
BEGIN
    SET NOCOUNT ON;
    UPDATE Sales.[Order] SET StatusCode = 6 WHERE OrderId = @OrderId AND StatusCode IN (1, 2);
    IF @@ROWCOUNT = 0
    BEGIN
        RAISERROR ('Order %i cannot be cancelled any more.', 16, 1, @OrderId);
        RETURN 1;
    END
    INSERT INTO Sales.OrderNote (OrderId, Body) VALUES (@OrderId, CONCAT(N'Cancelled: ', @Reason));
END;
