CREATE TABLE [Warehouse].[Bin] (
    [BinCode]  CHAR (8)     NOT NULL CONSTRAINT [PK_Bin] PRIMARY KEY,
    [Aisle]    AS (SUBSTRING([BinCode], 1, 2)) PERSISTED NOT NULL,
    [MaxKg]    REAL         NULL,
    [ColdRoom] BIT          NOT NULL DEFAULT 0
);
GO
CREATE TABLE [Warehouse].[StockLevel] (
    [ProductId] INT       NOT NULL,
    [BinCode]   CHAR (8)  NOT NULL,
    [Quantity]  INT       NOT NULL CONSTRAINT [DF_StockLevel_Quantity] DEFAULT ((0)),
    [CountedAt] DATETIME2 NULL,
    CONSTRAINT [PK_StockLevel] PRIMARY KEY CLUSTERED ([ProductId], [BinCode]),
    CONSTRAINT [FK_StockLevel_Product] FOREIGN KEY ([ProductId]) REFERENCES [Warehouse].[Product] ([ProductId]),
    CONSTRAINT [FK_StockLevel_Bin] FOREIGN KEY ([BinCode]) REFERENCES [Warehouse].[Bin] ([BinCode]),
    CONSTRAINT [CK_StockLevel_Quantity] CHECK ([Quantity] >= 0)
);
GO
CREATE TABLE [Warehouse].[StockMovement] (
    [MovementId] BIGINT        IDENTITY (1, 1) NOT NULL,
    [MovedOn]    DATE          NOT NULL,
    [ProductId]  INT           NOT NULL,
    [BinCode]    CHAR (8)      NOT NULL,
    [Quantity]   INT           NOT NULL,
    [Reason]     VARCHAR (12)  NOT NULL,
    [UserId]     INT           NULL,
    CONSTRAINT [PK_StockMovement] PRIMARY KEY CLUSTERED ([MovementId], [MovedOn]) ON [psMovementYear] ([MovedOn])
) ON [psMovementYear] ([MovedOn]);
GO
CREATE NONCLUSTERED INDEX [IX_StockMovement_Product] ON [Warehouse].[StockMovement] ([ProductId], [MovedOn]) ON [psMovementYear] ([MovedOn]);
GO
CREATE NONCLUSTERED COLUMNSTORE INDEX [NCCI_StockMovement] ON [Warehouse].[StockMovement] ([ProductId], [Quantity], [MovedOn]);
