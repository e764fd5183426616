CREATE PROCEDURE [Sales].[TakePayment] @InvoiceId BIGINT, @Amount MONEY, @Method VARCHAR(10) = 'BANK'
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Open MONEY, @OrderId INT;
    SELECT @Open = OpenAmount, @OrderId = OrderId FROM Sales.Invoice WITH (UPDLOCK, HOLDLOCK) WHERE InvoiceId = @InvoiceId;
    IF @Open IS NULL
    BEGIN
        RAISERROR ('No invoice %I64d', 16, 1, @InvoiceId);
        RETURN 1;
    END;
    IF @Amount > @Open SET @Amount = @Open;
    INSERT INTO Sales.Payment (InvoiceId, PaidAt, Amount, Method) VALUES (@InvoiceId, SYSUTCDATETIME(), @Amount, UPPER(@Method));
    UPDATE Sales.Invoice SET PaidAmount += @Amount WHERE InvoiceId = @InvoiceId;
    IF @Amount = @Open
        UPDATE Sales.[Order] SET StatusCode = 5 WHERE OrderId = @OrderId;
    RETURN 0;
END;
