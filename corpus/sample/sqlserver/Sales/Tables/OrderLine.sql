CREATE TABLE [Sales].[OrderLine] (
    [OrderId]    INT             NOT NULL,
    [LineNumber] INT             NOT NULL,
    [ProductId]  INT             NOT NULL,
    [Quantity]   INT             NOT NULL,
    [UnitPrice]  DECIMAL (18, 4) NOT NULL,
    [Discount]   DECIMAL (5, 2)  NOT NULL CONSTRAINT [DF_OrderLine_Discount] DEFAULT ((0)),
    [LineTotal]  AS (CONVERT(DECIMAL (18, 2), [Quantity] * [UnitPrice] * (1 - [Discount] / 100))) PERSISTED,
    CONSTRAINT [PK_OrderLine] PRIMARY KEY CLUSTERED ([OrderId], [LineNumber]),
    CONSTRAINT [FK_OrderLine_Order] FOREIGN KEY ([OrderId]) REFERENCES [Sales].[Order] ([OrderId]) ON DELETE CASCADE,
    CONSTRAINT [FK_OrderLine_Product] FOREIGN KEY ([ProductId]) REFERENCES [Warehouse].[Product] ([ProductId]),
    CONSTRAINT [CK_OrderLine_Quantity] CHECK ([Quantity] > 0)
);
GO
CREATE TABLE [Sales].[OrderNote] (
    [NoteId]  INT            IDENTITY (1, 1) NOT NULL PRIMARY KEY,
    [OrderId] INT            NOT NULL REFERENCES [Sales].[Order] ([OrderId]) ON DELETE CASCADE,
    [Body]    NVARCHAR (MAX) NOT NULL,
    [At]      SMALLDATETIME  NOT NULL DEFAULT (getdate())
);
GO
ALTER TABLE [Sales].[OrderNote] ADD [Pinned] BIT NOT NULL CONSTRAINT [DF_OrderNote_Pinned] DEFAULT (0);
GO
ALTER TABLE [Sales].[OrderNote] WITH NOCHECK ADD CONSTRAINT [CK_OrderNote_Body] CHECK (LEN([Body]) > 0);
GO
ALTER TABLE [Sales].[OrderNote] CHECK CONSTRAINT [CK_OrderNote_Body];
