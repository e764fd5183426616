CREATE TABLE [dbo].[ErrorLog] (
    [ErrorLogId]     BIGINT          IDENTITY (1, 1) NOT NULL,
    [At]             DATETIME        NOT NULL CONSTRAINT [DF_ErrorLog_At] DEFAULT (getdate()),
    [ErrorNumber]    INT             NOT NULL,
    [ErrorSeverity]  INT             NULL,
    [ErrorProcedure] NVARCHAR (126)  NULL,
    [ErrorLine]      INT             NULL,
    [ErrorMessage]   NVARCHAR (4000) NOT NULL,
    CONSTRAINT [PK_ErrorLog] PRIMARY KEY CLUSTERED ([ErrorLogId] ASC)
);
