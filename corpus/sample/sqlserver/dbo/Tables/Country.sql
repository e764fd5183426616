CREATE TABLE [dbo].[Country] (
    [CountryCode] CHAR (2)       NOT NULL,
    [Name]        NVARCHAR (100) NOT NULL,
    [DialCode]    VARCHAR (6)    NULL,
    [IsEu]        BIT            CONSTRAINT [DF_Country_IsEu] DEFAULT ((0)) NOT NULL,
    [VatRate]     DECIMAL (5, 2) CONSTRAINT [DF_Country_VatRate] DEFAULT ((0)) NOT NULL,
    CONSTRAINT [PK_Country] PRIMARY KEY CLUSTERED ([CountryCode] ASC),
    CONSTRAINT [CK_Country_VatRate] CHECK ([VatRate] >= (0) AND [VatRate] < (100))
);
GO
EXECUTE sp_addextendedproperty @name = N'MS_Description', @value = N'Countries that we ship to (ISO 3166-1 alpha-2)',
    @level0type = N'SCHEMA', @level0name = N'dbo', @level1type = N'TABLE', @level1name = N'Country';
GO
EXECUTE sp_addextendedproperty @name = N'MS_Description', @value = N'Standard rate in percent',
    @level0type = N'SCHEMA', @level0name = N'dbo', @level1type = N'TABLE', @level1name = N'Country', @level2type = N'COLUMN', @level2name = N'VatRate';
