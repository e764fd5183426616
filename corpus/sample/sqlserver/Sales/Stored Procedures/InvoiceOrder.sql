CREATE PROCEDURE [Sales].[InvoiceOrder] @OrderId INT, @InvoiceId BIGINT = NULL OUTPUT
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Made TABLE (InvoiceId BIGINT NOT NULL, Amount MONEY NOT NULL);
    BEGIN TRANSACTION;
    INSERT INTO Sales.Invoice (OrderId, InvoicedOn, DueOn, Amount)
    OUTPUT inserted.InvoiceId, inserted.Amount INTO @Made (InvoiceId, Amount)
    SELECT OrderId, CAST(SYSDATETIME() AS DATE), DATEADD(DAY, 30, CAST(SYSDATETIME() AS DATE)), TotalDue
    FROM Sales.[Order]
    WHERE OrderId = @OrderId AND StatusCode = 3;
    UPDATE Sales.[Order] SET StatusCode = 4 WHERE OrderId = @OrderId AND EXISTS (SELECT 1 FROM @Made);
    SELECT @InvoiceId = InvoiceId FROM @Made;
    COMMIT;
END;
