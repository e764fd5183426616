CREATE TYPE [Sales].[OrderLineList] AS TABLE (
    [LineNumber] INT            NOT NULL,
    [ProductId]  INT            NOT NULL,
    [Quantity]   INT            NOT NULL,
    [UnitPrice]  DECIMAL (18,4) NULL,
    PRIMARY KEY CLUSTERED ([LineNumber] ASC));
GO
CREATE TYPE [Sales].[IdList] AS TABLE ([Id] INT NOT NULL PRIMARY KEY);
