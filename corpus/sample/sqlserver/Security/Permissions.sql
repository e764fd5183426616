GRANT SELECT, INSERT, UPDATE ON [Sales].[Order] TO [OrderClerk];
GO
GRANT SELECT, INSERT, UPDATE, DELETE ON OBJECT::[Sales].[OrderLine] TO [OrderClerk];
GO
GRANT EXECUTE ON SCHEMA::[Sales] TO [OrderClerk];
GO
GRANT SELECT ON SCHEMA::[Warehouse] TO [Reporting];
GO
GRANT SELECT, UPDATE ([Quantity]) ON [Warehouse].[StockLevel] TO [StockClerk];
GO
DENY SELECT ON [Sales].[Payment] TO [Reporting];
GO
GRANT CONNECT TO [harbour_web] AS [dbo];
