CREATE TABLE [Sales].[Customer] (
    [CustomerId]     INT             IDENTITY (1000, 1) NOT NULL,
    [AccountNumber]  AS ('C' + RIGHT('00000000' + CONVERT(VARCHAR(8), [CustomerId]), 8)),
    [Name]           NVARCHAR (120)  NOT NULL,
    [CategoryCode]   CHAR (1)        NOT NULL CONSTRAINT [DF_Customer_Category] DEFAULT ('B'),
    [CreditLimit]    MONEY           NOT NULL CONSTRAINT [DF_Customer_CreditLimit] DEFAULT ((0)),
    [DiscountPct]    DECIMAL (5, 2)  NULL,
    [BillToId]       INT             NOT NULL,
    [ParentId]       INT             NULL,
    [AccountManager] INT             NULL,
    [IsOnHold]       BIT             NOT NULL CONSTRAINT [DF_Customer_IsOnHold] DEFAULT ((0)),
    [OpenedOn]       DATE            NOT NULL CONSTRAINT [DF_Customer_OpenedOn] DEFAULT (CONVERT(date, getdate())),
    [Website]        VARCHAR (200)   NULL,
    [Version]        ROWVERSION      NOT NULL,
    [ValidFrom]      DATETIME2 (3)   GENERATED ALWAYS AS ROW START NOT NULL,
    [ValidTo]        DATETIME2 (3)   GENERATED ALWAYS AS ROW END NOT NULL,
    CONSTRAINT [PK_Customer] PRIMARY KEY CLUSTERED ([CustomerId] ASC),
    CONSTRAINT [FK_Customer_Address] FOREIGN KEY ([BillToId]) REFERENCES [dbo].[Address] ([AddressId]),
    CONSTRAINT [FK_Customer_Parent] FOREIGN KEY ([ParentId]) REFERENCES [Sales].[Customer] ([CustomerId]),
    CONSTRAINT [FK_Customer_Manager] FOREIGN KEY ([AccountManager]) REFERENCES [dbo].[AppUser] ([UserId]) ON DELETE SET NULL,
    CONSTRAINT [CK_Customer_Discount] CHECK ([DiscountPct] BETWEEN 0 AND 60),
    PERIOD FOR SYSTEM_TIME ([ValidFrom], [ValidTo])
)
WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = [Sales].[CustomerHistory], DATA_CONSISTENCY_CHECK = ON));
GO
CREATE UNIQUE NONCLUSTERED INDEX [UX_Customer_Website]
    ON [Sales].[Customer]([Website] ASC) WHERE ([Website] IS NOT NULL);
GO
CREATE NONCLUSTERED INDEX [IX_Customer_Name] ON [Sales].[Customer]([Name] ASC) INCLUDE ([CreditLimit], [IsOnHold]);
