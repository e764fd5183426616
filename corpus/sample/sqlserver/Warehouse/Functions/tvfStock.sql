CREATE FUNCTION [Warehouse].[tvfStock] (@ProductId INT)
RETURNS TABLE
WITH SCHEMABINDING
AS
RETURN
    SELECT SUM(s.Quantity) AS OnHand, COUNT(*) AS Bins
    FROM Warehouse.StockLevel AS s
    WHERE s.ProductId = @ProductId;
