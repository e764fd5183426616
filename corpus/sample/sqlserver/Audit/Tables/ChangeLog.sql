CREATE TABLE [Audit].[ChangeLog] (
    [ChangeId]  BIGINT         IDENTITY (1, 1) NOT NULL,
    [TableName] [sysname]      NOT NULL,
    [KeyValue]  NVARCHAR (60)  NOT NULL,
    [Operation] CHAR (1)       NOT NULL,
    [ChangedAt] DATETIME2 (3)  NOT NULL CONSTRAINT [DF_ChangeLog_ChangedAt] DEFAULT (sysutcdatetime()),
    [ChangedBy] NVARCHAR (128) NOT NULL CONSTRAINT [DF_ChangeLog_ChangedBy] DEFAULT (suser_sname()),
    [Details]   XML            NULL,
    CONSTRAINT [PK_ChangeLog] PRIMARY KEY NONCLUSTERED ([ChangeId] ASC),
    CONSTRAINT [CK_ChangeLog_Operation] CHECK ([Operation] IN ('I', 'U', 'D'))
);
GO
CREATE CLUSTERED INDEX [CX_ChangeLog] ON [Audit].[ChangeLog] ([ChangedAt] ASC, [ChangeId] ASC);
