CREATE PROCEDURE [Sales].[SearchOrders]
    @CustomerName NVARCHAR (120) = NULL, @FromDate DATE = NULL, @ToDate DATE = NULL, @Page INT = 1, @PageSize INT = 50
AS
BEGIN
    SET NOCOUNT ON;
    SELECT o.OrderId, c.Name, o.OrderedAt, o.TotalDue, ROW_NUMBER() OVER (ORDER BY o.OrderedAt DESC) AS RowNo
    FROM Sales.[Order] AS o
        INNER JOIN Sales.Customer AS c ON c.CustomerId = o.CustomerId
    WHERE (@CustomerName IS NULL OR c.Name LIKE N'%' + @CustomerName + N'%')
        AND (@FromDate IS NULL OR o.OrderedAt >= @FromDate)
        AND (@ToDate IS NULL OR o.OrderedAt < DATEADD(DAY, 1, @ToDate))
    ORDER BY o.OrderedAt DESC
    OFFSET (@Page - 1) * @PageSize ROWS FETCH NEXT @PageSize ROWS ONLY
    OPTION (RECOMPILE);
END;
