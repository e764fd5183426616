CREATE TABLE [dbo].[AppUser] (
    [UserId]       INT                  IDENTITY (1, 1) NOT NULL,
    [Login]        NVARCHAR (60)        NOT NULL,
    [DisplayName]  NVARCHAR (120)       NOT NULL,
    [Email]        [dbo].[EmailAddress],
    [RowGuid]      UNIQUEIDENTIFIER     CONSTRAINT [DF_AppUser_RowGuid] DEFAULT (newid()) ROWGUIDCOL NOT NULL,
    [IsActive]     [dbo].[Flag]         CONSTRAINT [DF_AppUser_IsActive] DEFAULT ((1)) NOT NULL,
    [PasswordHash] VARBINARY (64)       NULL,
    [CreatedAt]    DATETIME2 (3)        CONSTRAINT [DF_AppUser_CreatedAt] DEFAULT (sysutcdatetime()) NOT NULL,
    [LastSeen]     DATETIMEOFFSET (0)   NULL,
    CONSTRAINT [PK_AppUser] PRIMARY KEY CLUSTERED ([UserId] ASC),
    CONSTRAINT [UQ_AppUser_Login] UNIQUE NONCLUSTERED ([Login] ASC)
);
GO
CREATE UNIQUE NONCLUSTERED INDEX [UX_AppUser_RowGuid]
    ON [dbo].[AppUser]([RowGuid] ASC) WITH (FILLFACTOR = 90);
