CREATE PROCEDURE [Warehouse].[CountStock] @BinCode CHAR(8), @Products NVARCHAR(MAX)
AS
BEGIN
    SET NOCOUNT ON;
    UPDATE s
    SET CountedAt = SYSUTCDATETIME()
    FROM Warehouse.StockLevel AS s
        INNER JOIN dbo.fnSplitInts(@Products, ',') AS x ON x.Value = s.ProductId
    WHERE s.BinCode = @BinCode;
    RETURN @@ROWCOUNT;
END;
