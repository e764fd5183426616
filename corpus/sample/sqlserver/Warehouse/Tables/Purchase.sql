CREATE TABLE [Warehouse].[Supplier] (
    [SupplierId]  INT            IDENTITY (1, 1) NOT NULL,
    [Name]        NVARCHAR (120) NOT NULL,
    [LeadDays]    TINYINT        NOT NULL CONSTRAINT [DF_Supplier_LeadDays] DEFAULT ((7)),
    [CountryCode] CHAR (2)       NULL,
    CONSTRAINT [PK_Supplier] PRIMARY KEY CLUSTERED ([SupplierId]),
    CONSTRAINT [FK_Supplier_Country] FOREIGN KEY ([CountryCode]) REFERENCES [dbo].[Country] ([CountryCode])
);
GO
CREATE TABLE [Warehouse].[PurchaseOrder] (
    [PurchaseOrderId] INT           IDENTITY (1, 1) NOT NULL,
    [SupplierId]      INT           NOT NULL,
    [OrderedOn]       DATE          NOT NULL,
    [ExpectedOn]      DATE          NULL,
    [ReceivedAt]      DATETIME2 (0) NULL,
    CONSTRAINT [PK_PurchaseOrder] PRIMARY KEY CLUSTERED ([PurchaseOrderId]),
    CONSTRAINT [FK_PurchaseOrder_Supplier] FOREIGN KEY ([SupplierId]) REFERENCES [Warehouse].[Supplier] ([SupplierId])
);
GO
CREATE TABLE [Warehouse].[PurchaseOrderLine] (
    [PurchaseOrderId] INT   NOT NULL,
    [ProductId]       INT   NOT NULL,
    [Quantity]        INT   NOT NULL,
    [UnitCost]        MONEY NOT NULL,
    CONSTRAINT [PK_PurchaseOrderLine] PRIMARY KEY CLUSTERED ([PurchaseOrderId], [ProductId]),
    CONSTRAINT [FK_POLine_PO] FOREIGN KEY ([PurchaseOrderId]) REFERENCES [Warehouse].[PurchaseOrder] ([PurchaseOrderId]) ON DELETE CASCADE,
    CONSTRAINT [FK_POLine_Product] FOREIGN KEY ([ProductId]) REFERENCES [Warehouse].[Product] ([ProductId])
);
