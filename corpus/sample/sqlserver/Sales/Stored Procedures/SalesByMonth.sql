CREATE PROCEDURE [Sales].[SalesByMonth] @Year INT
AS
    SET NOCOUNT ON;
    SELECT CategoryName, [1] AS Jan, [2] AS Feb, [3] AS Mar
    FROM (SELECT ISNULL(c.Name, N'none') AS CategoryName, MONTH(o.OrderedAt) AS Mon, l.LineTotal
          FROM Sales.OrderLine AS l
              INNER JOIN Sales.[Order] AS o ON o.OrderId = l.OrderId
              INNER JOIN Warehouse.Product AS p ON p.ProductId = l.ProductId
              LEFT JOIN Warehouse.ProductCategory AS c ON c.CategoryId = p.CategoryId
          WHERE YEAR(o.OrderedAt) = @Year) AS src
    PIVOT (SUM(LineTotal) FOR Mon IN ([1], [2], [3])) AS pvt
    ORDER BY CategoryName;
