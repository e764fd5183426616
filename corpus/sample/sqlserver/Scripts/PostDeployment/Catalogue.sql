SET IDENTITY_INSERT [Warehouse].[ProductCategory] ON;
GO
INSERT INTO [Warehouse].[ProductCategory] ([CategoryId], [ParentId], [Name]) VALUES (1, NULL, N'Deck');
INSERT INTO [Warehouse].[ProductCategory] ([CategoryId], [ParentId], [Name]) VALUES (2, 1, N'Rope');
INSERT INTO [Warehouse].[ProductCategory] ([CategoryId], [ParentId], [Name]) VALUES (3, 1, N'Anchor'), (4, NULL, N'Electric');
GO
SET IDENTITY_INSERT [Warehouse].[ProductCategory] OFF;
GO
IF NOT EXISTS (SELECT 1 FROM [Warehouse].[Bin])
BEGIN
    INSERT INTO [Warehouse].[Bin] ([BinCode], [MaxKg], [ColdRoom]) VALUES ('A1-01', 250.5, 0), ('A1-02', NULL, 0), ('C9-01', 80, 1);
END
GO
INSERT [dbo].[Setting] ([Name], [Value]) VALUES ('company.name', N'Harbour Supplies'), ('order.maxLines', N'200');
GO
