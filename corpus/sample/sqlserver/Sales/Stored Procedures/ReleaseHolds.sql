CREATE PROCEDURE [Sales].[ReleaseHolds]
AS
BEGIN
    SET NOCOUNT ON;
    DECLARE @Id INT, @Count INT = 0;
    DECLARE held CURSOR LOCAL FAST_FORWARD FOR
        SELECT b.CustomerId
        FROM Sales.vCustomerBalance AS b
            INNER JOIN Sales.Customer AS c ON c.CustomerId = b.CustomerId
        WHERE c.IsOnHold = 1 AND b.Overdue <= 0;
    OPEN held;
    FETCH NEXT FROM held INTO @Id;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        UPDATE Sales.Customer SET IsOnHold = 0 WHERE CustomerId = @Id;
        SET @Count = @Count + 1;
        FETCH NEXT FROM held INTO @Id;
    END;
    CLOSE held;
    DEALLOCATE held;
    PRINT CONCAT('Released: ', @Count);
END;
