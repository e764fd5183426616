CREATE TABLE [Sales].[Order] (
    [OrderId]     INT            NOT NULL CONSTRAINT [DF_Order_OrderId] DEFAULT (NEXT VALUE FOR [Sales].[OrderNumber]),
    [CustomerId]  INT            NOT NULL,
    [ShipToId]    INT            NULL,
    [OrderedAt]   DATETIME       NOT NULL CONSTRAINT [DF_Order_OrderedAt] DEFAULT (getdate()),
    [RequiredOn]  DATE           NULL,
    [StatusCode]  TINYINT        NOT NULL CONSTRAINT [DF_Order_Status] DEFAULT ((1)),
    [CustomerRef] NVARCHAR (40)  NULL,
    [SubTotal]    MONEY          NOT NULL CONSTRAINT [DF_Order_SubTotal] DEFAULT ((0.00)),
    [TaxAmount]   MONEY          NOT NULL CONSTRAINT [DF_Order_Tax] DEFAULT ((0.00)),
    [Freight]     SMALLMONEY     NOT NULL CONSTRAINT [DF_Order_Freight] DEFAULT ((0.00)),
    [TotalDue]    AS (ISNULL(([SubTotal] + [TaxAmount]) + [Freight], (0))),
    [CreatedBy]   INT            NULL,
    [Extra]       NVARCHAR (MAX) NULL,
    CONSTRAINT [PK_Order] PRIMARY KEY CLUSTERED ([OrderId] DESC),
    CONSTRAINT [FK_Order_Customer] FOREIGN KEY ([CustomerId]) REFERENCES [Sales].[Customer] ([CustomerId]),
    CONSTRAINT [FK_Order_ShipTo] FOREIGN KEY ([ShipToId]) REFERENCES [dbo].[Address] ([AddressId]),
    CONSTRAINT [FK_Order_User] FOREIGN KEY ([CreatedBy]) REFERENCES [dbo].[AppUser] ([UserId]),
    CONSTRAINT [CK_Order_Status] CHECK ([StatusCode] >= 1 AND [StatusCode] <= 6)
);
GO
CREATE NONCLUSTERED INDEX [IX_Order_Customer] ON [Sales].[Order]([CustomerId] ASC, [OrderedAt] DESC);
GO
EXECUTE sp_addextendedproperty @name = N'MS_Description', @value = N'1 new, 2 picked, 3 shipped, 4 invoiced, 5 paid, 6 cancelled',
    @level0type = N'SCHEMA', @level0name = N'Sales', @level1type = N'TABLE', @level1name = N'Order', @level2type = N'COLUMN', @level2name = N'StatusCode';
