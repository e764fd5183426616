CREATE TABLE [Sales].[Invoice] (
    [InvoiceId]   BIGINT        NOT NULL CONSTRAINT [DF_Invoice_Id] DEFAULT (NEXT VALUE FOR [Sales].[InvoiceNumber]),
    [OrderId]     INT           NOT NULL,
    [InvoicedOn]  DATE          NOT NULL,
    [DueOn]       DATE          NOT NULL,
    [Amount]      MONEY         NOT NULL,
    [PaidAmount]  MONEY         NOT NULL CONSTRAINT [DF_Invoice_Paid] DEFAULT ((0)),
    [OpenAmount]  AS ([Amount] - [PaidAmount]),
    [DaysOverdue] AS (DATEDIFF(DAY, [DueOn], GETDATE())),
    CONSTRAINT [PK_Invoice] PRIMARY KEY CLUSTERED ([InvoiceId]),
    CONSTRAINT [FK_Invoice_Order] FOREIGN KEY ([OrderId]) REFERENCES [Sales].[Order] ([OrderId])
);
GO
CREATE TABLE [Sales].[Payment] (
    [PaymentId] UNIQUEIDENTIFIER NOT NULL CONSTRAINT [DF_Payment_Id] DEFAULT (newsequentialid()),
    [InvoiceId] BIGINT           NOT NULL,
    [PaidAt]    DATETIME2 (0)    NOT NULL,
    [Amount]    MONEY            NOT NULL CONSTRAINT [CK_Payment_Amount] CHECK ([Amount] <> 0),
    [Method]    VARCHAR (10)     NOT NULL,
    CONSTRAINT [PK_Payment] PRIMARY KEY NONCLUSTERED ([PaymentId]),
    CONSTRAINT [FK_Payment_Invoice] FOREIGN KEY ([InvoiceId]) REFERENCES [Sales].[Invoice] ([InvoiceId]),
    CONSTRAINT [CK_Payment_Method] CHECK ([Method] IN ('CARD', 'BANK', 'CASH'))
);
