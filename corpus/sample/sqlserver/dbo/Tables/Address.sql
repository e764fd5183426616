CREATE TABLE [dbo].[Address] (
    [AddressId]   INT            IDENTITY (1, 1) NOT NULL,
    [Line1]       NVARCHAR (120) NOT NULL,
    [Line2]       NVARCHAR (120) NULL,
    [City]        NVARCHAR (80)  NOT NULL,
    [PostalCode]  NVARCHAR (15)  NOT NULL,
    [CountryCode] CHAR (2)       NOT NULL,
    [OneLine]     AS ((([Line1] + N', ') + [PostalCode]) + N' ' + [City]) PERSISTED,
    CONSTRAINT [PK_Address] PRIMARY KEY CLUSTERED ([AddressId] ASC),
    CONSTRAINT [FK_Address_Country] FOREIGN KEY ([CountryCode]) REFERENCES [dbo].[Country] ([CountryCode])
);
GO
CREATE NONCLUSTERED INDEX [IX_Address_Country]
    ON [dbo].[Address]([CountryCode] ASC) INCLUDE([City], [PostalCode]);
