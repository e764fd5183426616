CREATE TABLE [Warehouse].[ProductCategory] (
    [CategoryId] INT           IDENTITY (1, 1) NOT NULL,
    [ParentId]   INT           NULL,
    [Name]       NVARCHAR (60) NOT NULL,
    CONSTRAINT [PK_ProductCategory] PRIMARY KEY CLUSTERED ([CategoryId]),
    CONSTRAINT [FK_ProductCategory_Parent] FOREIGN KEY ([ParentId]) REFERENCES [Warehouse].[ProductCategory] ([CategoryId])
);
GO
CREATE TABLE [Warehouse].[Product] (
    [ProductId]    INT             IDENTITY (1, 1) NOT NULL,
    [Sku]          VARCHAR (20)    NOT NULL,
    [Name]         NVARCHAR (100)  NOT NULL,
    [CategoryId]   INT             NULL,
    [WeightKg]     DECIMAL (9, 3)  NULL,
    [VolumeM3]     FLOAT           NULL,
    [ListPrice]    MONEY           NOT NULL,
    [ReorderLevel] SMALLINT        NOT NULL CONSTRAINT [DF_Product_Reorder] DEFAULT ((10)),
    [Picture]      VARBINARY (MAX) NULL,
    [Specs]        XML             NULL,
    [Tags]         NVARCHAR (400)  NULL,
    [Discontinued] BIT             NOT NULL CONSTRAINT [DF_Product_Discontinued] DEFAULT ((0)),
    [ModifiedAt]   DATETIME        NOT NULL CONSTRAINT [DF_Product_Modified] DEFAULT (getutcdate()),
    CONSTRAINT [PK_Product] PRIMARY KEY CLUSTERED ([ProductId]),
    CONSTRAINT [UQ_Product_Sku] UNIQUE ([Sku]),
    CONSTRAINT [FK_Product_Category] FOREIGN KEY ([CategoryId]) REFERENCES [Warehouse].[ProductCategory] ([CategoryId]) ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT [CK_Product_Sku] CHECK ([Sku] LIKE '[A-Z][A-Z]-[0-9][0-9][0-9][0-9]')
);
GO
CREATE NONCLUSTERED INDEX [IX_Product_Category] ON [Warehouse].[Product] ([CategoryId]) WHERE ([Discontinued] = 0);
