domains = ["example.com"]
