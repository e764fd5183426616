CREATE TABLE [dbo].[Setting] (
    [Name]      VARCHAR (80)   COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT [PK_Setting] PRIMARY KEY,
    [Value]     NVARCHAR (MAX) NULL,
    [ChangedAt] DATETIME       NOT NULL CONSTRAINT [DF_Setting_ChangedAt] DEFAULT (getdate())
);
