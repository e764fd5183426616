CREATE PROCEDURE [Sales].[CustomerStatement] @CustomerId INT
AS
BEGIN
    SET NOCOUNT ON;
    SELECT i.InvoiceId, i.InvoicedOn, i.Amount, i.OpenAmount,
           SUM(i.OpenAmount) OVER (ORDER BY i.InvoicedOn, i.InvoiceId ROWS UNBOUNDED PRECEDING) AS RunningBalance
    INTO #Statement
    FROM Sales.Invoice AS i
        INNER JOIN Sales.[Order] AS o ON o.OrderId = i.OrderId
    WHERE o.CustomerId = @CustomerId;
    SELECT * FROM #Statement ORDER BY InvoicedOn;
    DROP TABLE #Statement;
END;
