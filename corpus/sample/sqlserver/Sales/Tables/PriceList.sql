CREATE TABLE [Sales].[PriceList] (
    [PriceListId]  SMALLINT      IDENTITY (1, 1) NOT NULL CONSTRAINT [PK_PriceList] PRIMARY KEY,
    [Name]         NVARCHAR (60) NOT NULL CONSTRAINT [UQ_PriceList_Name] UNIQUE,
    [CurrencyCode] CHAR (3)      NOT NULL,
    [StartsOn]     DATE          NOT NULL,
    [EndsOn]       DATE          NULL,
    CONSTRAINT [CK_PriceList_Dates] CHECK ([EndsOn] IS NULL OR [EndsOn] >= [StartsOn])
);
GO
CREATE TABLE [Sales].[PriceListItem] (
    [PriceListId] SMALLINT        NOT NULL,
    [ProductId]   INT             NOT NULL,
    [MinQuantity] INT             NOT NULL CONSTRAINT [DF_PriceListItem_MinQuantity] DEFAULT ((1)),
    [UnitPrice]   DECIMAL (18, 4) NOT NULL,
    CONSTRAINT [PK_PriceListItem] PRIMARY KEY CLUSTERED ([PriceListId], [ProductId], [MinQuantity]),
    CONSTRAINT [FK_PriceListItem_List] FOREIGN KEY ([PriceListId]) REFERENCES [Sales].[PriceList] ([PriceListId]) ON DELETE CASCADE,
    CONSTRAINT [FK_PriceListItem_Product] FOREIGN KEY ([ProductId]) REFERENCES [Warehouse].[Product] ([ProductId])
);
