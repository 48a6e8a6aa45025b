Console.WriteLine("handraiser");
