CREATE TABLE [Sales].[CustomerContact] (
    [ContactId]  INT            IDENTITY (1, 1) NOT NULL,
    [CustomerId] INT            NOT NULL,
    [FullName]   NVARCHAR (120) NOT NULL,
    [Email]      [dbo].[EmailAddress] NULL,
    [Phone]      VARCHAR (30)   NULL,
    [IsPrimary]  BIT            NOT NULL CONSTRAINT [DF_Contact_IsPrimary] DEFAULT ((0)),
    CONSTRAINT [PK_CustomerContact] PRIMARY KEY CLUSTERED ([ContactId] ASC),
    CONSTRAINT [FK_Contact_Customer] FOREIGN KEY ([CustomerId]) REFERENCES [Sales].[Customer] ([CustomerId]) ON DELETE CASCADE
);
GO
CREATE UNIQUE INDEX [UX_Contact_Primary] ON [Sales].[CustomerContact] ([CustomerId]) WHERE ([IsPrimary] = 1);
